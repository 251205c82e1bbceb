#!/usr/bin/env node
// SPDX-License-Identifier: AGPL-3.0-or-later
// The owner's pages of a sent document in Chromium, at 1280 and 360 px, each one
// judged (lib/browser.js): what needs care, remind, extend, correct, new code,
// withdraw, answer, share, copy, with and without mistakes.
const fs = require('fs'), path = require('path');
const { spawnSync } = require('child_process');
const { root, ok, person, press, go, h1, look, link, journey } = require('./lib/browser.js');

journey(async ({ base, run, mail: wait }, browser) => {
  const o = await person(browser, 1280), small = await person(browser, 360, { script: true }), b = await person(browser, 1280);
  await o.goto(base + '/account/register');
  await o.getByLabel('メールアドレス').fill('jiro@sender.example');
  await press(o, '確認メールを送る');
  await o.goto(link(await wait('jiro@sender.example', '登録を完了してください'), '/account/verify/'));
  await o.getByLabel('氏名').fill('サイン次郎');
  await o.getByLabel('パスワード').fill('とても長いパスワードです2026');
  for (const c of await o.getByRole('checkbox').all()) await c.check();
  await press(o, '登録を完了する');
  await small.context().addCookies(await o.context().cookies());

  const send = async (title, people) => {
    await o.goto(base + '/upload');
    await o.getByLabel('タイトル').fill(title);
    await o.locator('input[type=file]').setInputFiles([path.join(root, 't/data/minimal.pdf')]);
    await press(o, '次へ');
    for (let i = 0; i < people.length; i++) {
      if (i) await press(o, '宛先を追加');
      await o.getByLabel('メールアドレス').nth(i).fill(people[i][0]);
      await o.getByLabel('氏名').nth(i).fill(people[i][1]);
      if (people[i][2]) await o.getByLabel('アクセスコード').nth(i).fill(people[i][2]);
    }
    await look(o, 'to-notices');
    await press(o, '次へ');
    if (!(await h1(o)).startsWith('送信')) await press(o, '入力項目なしで次へ');
    await look(o, 'send-notices');
    await press(o, '送信する');
    return o.url().split('/').pop();
  };
  const both = async (at, name) => {
    for (const p of [o, small]) { await p.goto(base + at); await look(p, name); }
  };
  const doc = await send('秘密保持契約書', [['hanako@a.example', '髙﨑 花子', 'himitsu42'], ['taro@b.example', '𠮷田 太郎']]);
  const at = '/search/doc/' + doc;
  const m1 = await wait('hanako@a.example', '確認依頼');
  await both(at, 'doc-waiting');
  for (const act of ['withdraw', 'remind/1', 'extend/1', 'correct/1', 'code/1', 'copy'])
    await both(`${at}/${act}`, 'sent-' + act.replace('/1', ''));
  for (const [act, button] of [['withdraw', '取り下げる'], ['remind/1', 'リマインドする'], ['extend/1', '期限を延ばす']]) {
    for (const p of [o, small]) {
      await p.goto(`${base}${at}/${act}`);
      await press(p, button);
      ok(/^エラー：/.test(await p.title()), `${act}: a mistake stands in the title`);
      await look(p, 'sent-mistake-' + act.replace('/1', ''));
    }
  }
  await o.goto(`${base}${at}/code/1`);
  await press(o, '新しいコードを発行する');
  await look(o, 'sent-code-shown');
  ok(/[a-z2-9]{8}/.test(await o.locator('.code').textContent()), 'the code is shown');

  // a question
  const asked = await send('質問のある契約書', [['q@a.example', '問田']]);
  await b.goto(link(await wait('q@a.example', '確認依頼'), '/review/'));
  await press(b, '利用規約に同意して確認');
  await go(b, '送信者に質問する');
  await b.getByLabel('質問').fill('期間はいつからですか。');
  await press(b, '質問を送る');
  await wait('jiro@sender.example', '質問');
  await both('/search/doc/' + asked, 'doc-asked');
  await both(`/search/doc/${asked}/answer/1`, 'answer');
  await o.getByLabel('回答').fill('締結日からです。');
  await press(o, '回答を送る');
  await look(o, 'doc-answered');

  // a letter that came back
  const folder = path.join(run, 'mail/new');
  const raw = fs.readdirSync(folder).map(f => fs.readFileSync(path.join(folder, f), 'latin1')).find(t => t.includes('X-RcptTo: hanako@a.example'));
  const back = raw.match(/X-MailFrom: (\S+)/)[1], web = fs.statSync(path.join(run, 'var')), conf = fs.statSync(path.join(run, 'etc/site.conf'));
  const r = spawnSync(path.join(run, 'libexec/bounce'), [back], { cwd: '/', env: { TEIKETSU_CONF: path.join(run, 'etc/site.conf') },
    input: 'From: MAILER-DAEMON@a.example\nSubject: failure\n\n550 5.1.1 user unknown\n',
    ...(process.getuid() === 0 ? { uid: web.uid, gid: conf.gid } : {}) });
  ok(/kept=ok/.test(r.stderr), 'a letter came back', r.stderr);
  await wait('jiro@sender.example', '届きませんでした');
  await both(at, 'doc-undelivered');
  await both('/search/home', 'home-care');
  await both('/search/care', 'care');
  await o.goto(base + at);
  await press(o, '書類を取り下げる（取消）').catch(() => go(o, '書類を取り下げる'));
  await o.getByLabel('理由').fill('宛先を確かめ直すため');
  await press(o, '取り下げる');
  await both(at, 'doc-withdrawn');
  await b.goto(link(m1, '/review/'));
  await look(b, 'link-withdrawn');

  // a result to share
  const done = await send('終わった契約書', [['c@a.example', '丙山']]);
  await b.goto(link(await wait('c@a.example', '終わった契約書'), '/review/'));
  await press(b, '利用規約に同意して確認');
  await press(b, '書類の内容に同意');
  await press(b, '同意して確認完了');
  await wait('c@a.example', '合意締結が完了');
  await both(`/search/doc/${done}/share`, 'sent-share');
  await press(o, '共有する');
  await look(o, 'sent-mistake-share');
  await o.getByLabel('メールアドレス').fill('boss@a.example');
  await o.getByLabel('氏名').fill('決裁 権三');
  await press(o, '共有する');
  await look(o, 'doc-shared');
  await b.goto(link(await wait('boss@a.example', '共有しました'), '/agree/'));
  await look(b, 'done-viewer');
});
