#!/usr/bin/env node
// SPDX-License-Identifier: AGPL-3.0-or-later
// The main job in Chromium: the owner at 1280 px, one recipient at 360 px without
// script, one at 1280 px. Labels only. Every page is judged (lib/browser.js).
const path = require('path');
const { root, ok, person, press, go, h1, look, link, journey } = require('./lib/browser.js');

journey(async ({ base, mail: wait }, browser) => {
  const o = await person(browser, 1280), phone = await person(browser, 360, { script: false }), pc = await person(browser, 1280), small = await person(browser, 360);
  for (const [p, at] of [[o, '/'], [o, '/help'], [o, '/help/terms'], [o, '/help/privacy'], [o, '/help/faq'], [o, '/help/accessibility'],
    [o, '/account/login'], [o, '/no/such/page'], [small, '/'], [small, '/account/login'], [small, '/help']]) {
    await p.goto(base + at);
    await look(p, at === '/' ? 'front' : at.replace(/^\//, '').replace(/\//g, '-'));
  }
  await o.goto(base + '/account/register');
  await look(o, 'register');
  await o.getByLabel('メールアドレス').fill('jiro@sender.example');
  await press(o, '確認メールを送る');
  await look(o, 'register-sent');
  const m18 = await wait('jiro@sender.example', '登録を完了してください');
  await o.goto(link(m18, '/account/verify/'));
  await look(o, 'verify');
  await o.getByLabel('氏名').fill('サイン次郎');
  await o.getByLabel('会社名').fill('株式会社クラウドサイン');
  await o.getByLabel('パスワード').fill('とても長いパスワードです2026');
  for (const c of await o.getByRole('checkbox').all()) await c.check();
  await press(o, '登録を完了する');
  ok(await h1(o) === '書類の状況', 'signed in, home');
  await look(o, 'home-empty');

  await go(o, '新しい書類の送信');
  await look(o, 'upload');
  await o.getByLabel('タイトル').fill('秘密保持契約書');
  await o.getByLabel('契約相手の名称').fill('サイン株式会社');
  await o.locator('input[type=file]').setInputFiles([path.join(root, 't/data/contract-ja.pdf'), path.join(root, 't/data/intake/a26-form-filled.pdf')]);
  await o.getByLabel('メッセージ').fill('先日お話しした契約書です。\nご確認をお願いします。');
  await press(o, '次へ');
  await look(o, 'to');
  await press(o, '宛先を追加');
  const all = l => o.getByLabel(l);
  await all('メールアドレス').nth(0).fill('hanako@a.example');
  await all('氏名').nth(0).fill('髙﨑 花子');
  await all('会社名').nth(0).fill('サイン株式会社');
  await all('アクセスコード').nth(0).fill('himitsu42');
  await all('メールアドレス').nth(1).fill('taro@b.example');
  await all('氏名').nth(1).fill('𠮷田 太郎');
  await look(o, 'to-filled');
  await press(o, '次へ');
  await look(o, 'place');
  await press(o, '入力項目なしで次へ');
  await look(o, 'send');
  await press(o, '送信する');
  ok((await o.textContent('body')).includes('先方確認中'), 'sent: 先方確認中');
  await look(o, 'doc-sent');
  const doc = o.url();

  const m1 = await wait('hanako@a.example', '確認依頼');
  ok(m1.subject === 'サイン次郎様（株式会社クラウドサイン）から「秘密保持契約書」の確認依頼が届いています。', 'the subject of M01', m1.subject);
  await small.goto(link(m1, '/review/'));
  await look(small, 'landing');
  await phone.goto(link(m1, '/review/'));
  await look(phone, 'landing-noscript');
  await phone.getByLabel('アクセスコード').fill('ＨＩＭＩＴＳＵ４２');
  await press(phone, '利用規約に同意して確認');
  ok((await h1(phone)).includes('秘密保持契約書'), 'phone without script: the reading page');
  await look(phone, 'read-noscript');
  const pictures = await phone.locator('.pg img').all();
  ok(pictures.length === 1 + 3 + 0 || pictures.length >= 4, `phone: ${pictures.length} page pictures`);
  const src = await pictures[0].getAttribute('src');
  const answer = await phone.request.get(new URL(src, phone.url()).href);
  ok(answer.status() === 200 && /^image\//.test(answer.headers()['content-type']), 'a page picture comes', answer.status());
  await press(phone, '書類の内容に同意');
  await look(phone, 'agree-noscript');
  await press(phone, '同意して確認完了');
  ok((await h1(phone)).includes('同意を受け付けました'), 'phone without script: agreed');
  await look(phone, 'done-wait-noscript');

  const m2 = await wait('taro@b.example', '確認依頼');
  await pc.goto(link(m2, '/review/'));
  await look(pc, 'landing');
  await press(pc, '利用規約に同意して確認');
  await look(pc, 'read');
  const review = pc.url();
  await small.context().addCookies(await pc.context().cookies());
  await small.goto(review);
  await look(small, 'read');
  await pc.goto(link(m2, '/review/').replace(/$/, '/lite'));
  await look(pc, 'lite');
  await pc.goto(review);
  await press(pc, '書類の内容に同意');
  await look(pc, 'agree');
  await small.goto(pc.url());
  await look(small, 'agree');
  await press(pc, '同意して確認完了');
  await look(pc, 'done');
  for (const who of ['jiro@sender.example', 'hanako@a.example', 'taro@b.example']) {
    const m9 = await wait(who, '合意締結が完了しました');
    ok(m9.files === 2, `${who}: the mail carries both PDFs`, m9.text);
  }
  await pc.goto(link(await wait('taro@b.example', '合意締結が完了しました'), '/agree/'));
  ok((await h1(pc)).includes('契約が成立しました'), 'the result page');
  await look(pc, 'done-concluded');
  await small.goto(pc.url());
  await look(small, 'done-concluded');
  const given = await pc.request.get(await pc.getByRole('link', { name: '締結済み' }).first().evaluate(a => a.href));
  const signed = { name: '契約書.pdf', mimeType: 'application/pdf', buffer: await given.body() };
  for (const [name, buffer, words] of [['verify-ok', signed.buffer, '締結したときから変わっていません'],
    ['verify-changed', Buffer.concat([signed.buffer, Buffer.from('\n')]), '署名のあとで変えられています']])
    for (const p of [pc, small]) {
      await p.goto(base + '/verify');
      await look(p, 'verify-form');
      await p.getByLabel('PDFファイル').setInputFiles({ ...signed, buffer });
      await press(p, '確かめる');
      ok((await p.textContent('main')).includes(words), `${name}: ${words}`, await p.textContent('main'));
      await look(p, name);
    }
  for (const p of [pc, small]) {
    await p.goto(base + '/help/signature');
    await look(p, 'help-signature');
  }
  await o.goto(doc);
  ok((await o.textContent('body')).includes('締結済み'), 'the owner sees 締結済み');
  await look(o, 'doc-concluded');
  for (const at of ['/search/home', '/search/done', '/search/draft', '/search/sent']) {
    await o.goto(base + at);
    await look(o, at.slice(1).replace(/\//g, '-'));
  }
  await small.context().addCookies(await o.context().cookies());
  for (const [at, name] of [['/search/home', 'home'], ['/search/done', 'list'], [doc, 'doc'], ['/upload', 'upload']]) {
    await small.goto(at.startsWith('http') ? at : base + at);
    await look(small, name);
  }
  await o.goto(base + '/demo/mail/');
  await look(o, 'demo-mail');
});
