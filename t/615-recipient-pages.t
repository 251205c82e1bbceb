#!/usr/bin/env node
// SPDX-License-Identifier: AGPL-3.0-or-later
// What a recipient may do beside agreeing, in Chromium at 360 and 1280 px: every
// page and every state is judged (axe, HTML_CodeSniffer, html-validate, 320 px).
const path = require('path');
const { spawnSync } = require('child_process');
const { root, ok, person, press, go, h1, look, link, journey } = require('./lib/browser.js');

const register = async (o, base, mail) => {
  await o.goto(base + '/account/register');
  await o.getByLabel('メールアドレス').fill('jiro@sender.example');
  await press(o, '確認メールを送る');
  await o.goto(link(await mail('jiro@sender.example', '登録を完了してください'), '/account/verify/'));
  await o.getByLabel('氏名').fill('サイン次郎');
  await o.getByLabel('パスワード').fill('とても長いパスワードです2026');
  for (const c of await o.getByRole('checkbox').all()) await c.check();
  await press(o, '登録を完了する');
};
const send = async (o, base, title, people, code) => {
  await o.goto(base + '/upload');
  await o.getByLabel('タイトル').fill(title);
  await o.locator('input[type=file]').setInputFiles([path.join(root, 't/data/contract-ja.pdf')]);
  await press(o, '次へ');
  for (let i = 1; i < people.length; i++) await press(o, '宛先を追加');
  for (const [i, [name, mail]] of people.entries()) {
    await o.getByLabel('メールアドレス').nth(i).fill(mail);
    await o.getByLabel('氏名').nth(i).fill(name);
    await o.locator('select[name=forward]').nth(i).selectOption('anyone');
    if (code && !i) await o.getByLabel('アクセスコード').nth(i).fill(code);
  }
  await press(o, '次へ');
  if (await o.getByRole('button', { name: '入力項目なしで次へ' }).count()) await press(o, '入力項目なしで次へ');
  await press(o, '送信する');
};
const enter = async (p, url, code) => {
  await p.goto(url);
  if (code) await p.getByLabel('アクセスコード').fill(code);
  await press(p, '利用規約に同意して確認');
};
const back = p => press(p, '戻る');

journey(async ({ base, mail, mails, run }, browser) => {
  const owner = await person(browser, 1280);
  await register(owner, base, mail);
  for (const width of [360, 1280]) {
    const w = String(width), p = await person(browser, width, { script: true });
    const title = `契約書${w}`;
    await send(owner, base, title, [['田中 花子', `a${w}@example.jp`], ['鈴木 太郎', `b${w}@example.jp`]]);
    const m01 = await mail(`a${w}@example.jp`, `「${title}」の確認依頼`);
    const first = link(m01, '/review/');
    await p.goto(first);
    await look(p, 'landing');
    await go(p, '受け取る予定がないことを知らせる');
    await look(p, 'report');
    await press(p, '知らせる');
    await look(p, 'report-wrong');

    await enter(p, first);
    await look(p, 'read-others');
    await go(p, 'あとで返答する');
    await look(p, 'later');
    await p.getByLabel('返答予定日').fill('2020-01-01');
    await press(p, '予定を送る');
    await look(p, 'later-wrong');
    await p.getByLabel('返答予定日').fill('');
    await p.getByLabel('メモ').fill('社内で確認します');
    await press(p, '予定を送る');
    await look(p, 'later-sent');
    await back(p);
    await go(p, '送信者に質問する');
    await look(p, 'ask');
    await p.getByLabel('質問').fill('第3条の意味を教えてください。');
    await press(p, '質問を送る');
    await look(p, 'ask-sent');
    ok((await mail('jiro@sender.example', `「${title}」について質問`)).text.includes('第3条'), `${w}: the sender has the question`);
    await press(p, '書類に戻る');
    await go(p, 'この続きをスマートフォンで');
    await look(p, 'phone');
    await p.locator('svg').screenshot({ path: path.join(run, 'qr.png') });
    const qr = spawnSync('zbarimg', ['--raw', '-q', path.join(run, 'qr.png')], { encoding: 'utf8' });
    ok(qr.stdout.trim() === first, `${w}: the QR code is the own link`, qr.stdout + qr.stderr + qr.error);
    await back(p);
    await go(p, '社内の人に見せる');
    await look(p, 'show');
    await p.getByLabel('見せる相手のメールアドレス').fill(`boss${w}@example.jp`);
    await p.getByLabel('見せる相手の氏名').fill('上司 一郎');
    await press(p, 'リンクを送る');
    await look(p, 'show-sent');
    const q = await person(browser, width);
    await q.goto(link(await mail(`boss${w}@example.jp`, 'が「'), '/look'));
    ok((await h1(q)) === `${title}（閲覧のみ）`, `${w}: the look`);
    await look(q, 'look');

    // forward, wrong, confirm, back, done, undone
    await p.goto(first);
    await go(p, '書類を転送する');
    await look(p, 'forward');
    await p.getByLabel('転送先のメールアドレス').fill(`b${w}@example.jp`);
    await press(p, '確認へ進む');
    await look(p, 'forward-wrong');
    await p.getByLabel('転送先のメールアドレス').fill(`c${w}@elsewhere.example`);
    await p.getByLabel('転送先の氏名').fill('佐藤 三郎');
    await p.getByLabel('転送先へのメッセージ').fill('決裁をお願いします。');
    await press(p, '確認へ進む');
    ok(await h1(p) === 'この内容で転送しますか', `${w}: asked once more`);
    await look(p, 'forward-confirm');
    await back(p);
    ok(await p.getByLabel('転送先の氏名').inputValue() === '佐藤 三郎', `${w}: 戻る keeps what was typed`);
    await press(p, '確認へ進む');
    await press(p, '転送する');
    await look(p, 'forward-done');
    await p.goto(first);
    ok((await h1(p)) === 'この書類は佐藤 三郎様に転送しました', `${w}: the old link`);
    await look(p, 'state-forwarded');
    const m04 = await mail(`c${w}@elsewhere.example`, '確認依頼が転送されました');
    await p.goto(link(await mail(`a${w}@example.jp`, 'を転送しました（控え）'), '/undo'));
    await look(p, 'forward-undo');
    await press(p, '転送を取り消す');
    await look(p, 'state-takenback');
    await q.goto(link(m04, '/review/'));
    await look(q, 'state-undone');

    // the typed door
    let fresh = first;
    for (let i = 0; i < 100 && fresh === first; i++) {
      fresh = mails().filter(m => m.to.includes(`a${w}@`)).map(m => link(m, '/review/')).find(u => u && u !== first) || first;
      await new Promise(r => setTimeout(r, 100));
    }
    await p.goto(base + '/verify/check');
    await look(p, 'typed');
    await p.getByLabel('照合番号').fill('AAAA-AAAA');
    await p.getByLabel('あなたのメールアドレス').fill(`a${w}@example.jp`);
    await press(p, '確かめる');
    await look(p, 'typed-no');
    await q.goto(fresh);
    const number = (await q.locator('b').filter({ hasText: /^\w{4}-\w{4}$/ }).first().textContent()).trim();
    await p.goto(base + '/verify/check');
    await p.getByLabel('照合番号').fill(number.toLowerCase());
    await p.getByLabel('あなたのメールアドレス').fill(`a${w}@example.jp`);
    await press(p, '確かめる');
    ok(await h1(p) === 'この案内は本物です', `${w}: the number is ours`);
    await look(p, 'typed-yes');
    await press(p, 'コードを送る');
    await look(p, 'typed-code');
    const code = (await mail(`a${w}@example.jp`, 'ワンタイムコード：')).subject.match(/\d{6}/)[0];
    await p.getByLabel('ワンタイムコード').fill('000000' === code ? '111111' : '000000');
    await press(p, '書類を開く');
    await look(p, 'typed-wrong');
    await p.getByLabel('ワンタイムコード').fill(code);
    await press(p, '書類を開く');
    ok(await h1(p) === '確認してほしい書類が届いています', `${w}: the code opens the door`);
    await press(p, '利用規約に同意して確認');

    // declining
    await go(p, '同意しないで却下する');
    await look(p, 'decline');
    await press(p, '確認へ進む');
    await look(p, 'decline-wrong');
    await p.getByLabel('自分は担当ではない').check();
    await p.getByLabel('送信者に伝えること').fill('担当は総務です。');
    await press(p, '確認へ進む');
    ok(await p.getByRole('button', { name: '書類を転送する' }).count() === 1, `${w}: forwarding is offered first`);
    await look(p, 'decline-confirm');
    await press(p, '却下する');
    await look(p, 'state-declined');
    await press(p, '送り直しを頼む');
    ok((await mail('jiro@sender.example', 'の送り直しを頼まれています')).text.includes('@example.jp'), `${w}: the sender is asked`);
    const ended = await mail(`a${w}@example.jp`, 'の手続きは終わりました');
    ok(ended.text.includes('することはありません。'), `${w}: M11`);

    // access code: the look asks for it; withdrawn
    await send(owner, base, title + '乙', [['田中 花子', `a${w}@example.jp`]], 'himitsu-42');
    const coded = link(await mail(`a${w}@example.jp`, `「${title}乙」の確認依頼`), '/review/');
    await enter(p, coded, 'HIMITSU42');
    await go(p, '社内の人に見せる');
    await p.getByLabel('見せる相手のメールアドレス').fill(`chief${w}@example.jp`);
    await p.getByLabel('見せる相手の氏名').fill('部長');
    await press(p, 'リンクを送る');
    await q.goto(link(await mail(`chief${w}@example.jp`, 'が「'), '/look'));
    await look(q, 'look-code');
    await q.getByLabel('アクセスコード').fill('himitsu42');
    await press(q, '書類を見る');
    ok(await q.locator('img').count() > 0, `${w}: the code opens the look`);
    await p.goto(base + '/verify/copy');
    await look(p, 'copy');
    await p.getByLabel('あなたのメールアドレス').fill(`a${w}@example.jp`);
    await press(p, '一覧を送る');
    await look(p, 'copy-sent');
    // practice: under the site's own policy too, nothing is stored
    await p.goto(base + '/help/try');
    await look(p, 'try');
    await press(p, '利用規約に同意して確認');
    await look(p, 'try-read');
    await press(p, '書類の内容に同意');
    ok(await p.getByText('届け先の住所を入力してください。').count() > 0, `${w}: the practice knows mistakes`);
    await look(p, 'try-wrong');
    await p.getByLabel('届け先の住所').fill('東京都');
    await p.getByLabel('代金を確かめました').check();
    await press(p, '書類の内容に同意');
    await look(p, 'try-confirm');
    await press(p, '戻って修正する');
    ok(await p.getByLabel('届け先の住所').inputValue() === '東京都', `${w}: the practice keeps what was typed`);
    await press(p, '書類の内容に同意');
    await press(p, '同意して確認完了');
    ok(await h1(p) === '練習が終わりました', `${w}: practised to the end`);
    await look(p, 'try-done');
    await p.context().close();
    await q.context().close();
  }
});
