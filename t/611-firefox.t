#!/usr/bin/env node
// SPDX-License-Identifier: AGPL-3.0-or-later
// The main job in Firefox as Debian ships it, over WebDriver BiDi: the owner at
// 1280 px places a field by pressing the page and all that were found; the
// recipient fills in at 360 px, step by step. Labels only.
const path = require('path');
const { root, ok, link, shot, fill, press, h1, journey, register } = require('./lib/firefox.js');

journey(async (s, person) => {
  const o = await person(1280);
  await register(s, o, 'jiro@sender.example', 'サイン次郎');
  await press(o, '新しい書類の送信');
  await fill(o, 'タイトル', '秘密保持契約書');
  await (await o.$('input[type=file]')).uploadFile(path.join(root, 't/data/form-ja.pdf'));
  await press(o, '次へ');
  await fill(o, 'メールアドレス', 'hanako@a.example');
  await fill(o, '氏名', '髙﨑 花子');
  await press(o, '次へ');
  ok(await h1(o) === '入力項目の設定', 'the third step');
  await press(o, 'すべての候補に置く');
  const found = await o.$$eval('li[data-n]', x => x.length);
  ok(found > 15, `found blanks: ${found} fields`);
  const picture = await o.$('input[type=image]');
  await picture.evaluate(e => e.scrollIntoView());
  const box = await picture.boundingBox();
  await o.mouse.click(box.x + 500, box.y + 60);
  await o.waitForFunction(n => document.querySelectorAll('li[data-n]').length === n, {}, found + 1);
  ok(true, 'a press on the page places one more');
  await o.goto(o.url().split('?')[0]);
  await shot(o, 'place-1280');
  await press(o, '次へ');
  await press(o, '送信する');
  ok((await o.$eval('body', b => b.textContent)).includes('先方確認中'), 'sent');
  await shot(o, 'doc-sent-1280');

  const p = await person(360);
  await p.goto(link(await s.mail('hanako@a.example', '確認依頼'), '/review/'));
  await shot(p, 'landing-360');
  const wide = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  ok(wide <= 0, 'landing: nothing scrolls sideways at 360 px', wide);
  ok(await p.$$eval('script', x => x.length) === 0, 'landing: no script');
  await press(p, '利用規約に同意して確認');
  await shot(p, 'read-360');
  const drawn = await p.$$eval('.pg img', all => Promise.all(all.map(i => { i.loading = 'eager';
    return i.decode().then(() => i.naturalWidth > 0, () => false); })));
  ok(drawn.length >= 1 && drawn.every(Boolean), `read: ${drawn.length} page pictures are drawn`);
  await press(p, '入力始める');
  let screens = 0;
  for (; screens < 40 && (await h1(p)).startsWith('入力項目'); screens++) {
    const kinds = await p.$$eval('main [name=v]', all => all.map(x => x.closest('form').textContent));
    if (kinds.length === 1)
      await (await p.$('main [name=v]')).type(/日付/.test(kinds[0]) ? '2027-04-01' : /印/.test(kinds[0]) ? '髙﨑' : '東京都');
    if (!screens) await shot(p, 'step-360');
    const words = await p.$$eval('main button', all => all.map(x => x.textContent.trim()));
    await press(p, words.includes('入力する') ? '入力する' : '完了');
  }
  ok(await h1(p) === '入力内容の確認', `${screens} screens, then the summary`);
  await shot(p, 'over-360');
  await press(p, '確認を完了する');
  await shot(p, 'agree-360');
  await press(p, '同意して確認を完了する');
  const m9 = await s.mail('hanako@a.example', '合意締結が完了しました');
  ok(m9.files === 1, 'the completion mail carries the PDF');
  await p.goto(link(m9, '/agree/'));
  ok((await h1(p)).includes('契約が成立しました'), 'the result page');
  await shot(p, 'done-360');
});
