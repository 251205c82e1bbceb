#!/usr/bin/env node
// SPDX-License-Identifier: AGPL-3.0-or-later
// Placing input fields in Chromium at 1280 and 360 px: without script by pressing
// the picture; with it by mouse, finger and keyboard. Labels only.
const path = require('path');
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
const draft = async (o, base, title) => {
  await o.goto(base + '/upload');
  await o.getByLabel('タイトル').fill(title);
  await o.locator('input[type=file]').setInputFiles([path.join(root, 't/data/form-ja.pdf')]);
  await press(o, '次へ');
  await press(o, '宛先を追加');
  for (const [i, name] of ['田中花子', '鈴木太郎'].entries()) {
    await o.getByLabel('メールアドレス').nth(i).fill(`r${i}@a.example`);
    await o.getByLabel('氏名').nth(i).fill(name);
  }
  await press(o, '次へ');
};
const items = async o => (await o.waitForLoadState(), o.evaluate(() => [...document.querySelectorAll('li[data-key]')].map(l => ({ ...l.dataset })).sort((a, b) => a.key - b.key)));

journey(async ({ base, mail }, browser) => {
  const pc = await person(browser, 1280), small = await person(browser, 360), bare = await person(browser, 360, { script: false });
  await register(pc, base, mail);
  for (const p of [small, bare]) await p.context().addCookies(await pc.context().cookies());
  await draft(pc, base, '利用申込書');
  ok(await h1(pc) === '入力項目の設定', 'the third step');
  const at = pc.url();

  // --- without script, on a phone ---
  await bare.goto(at);
  await bare.getByLabel('入力する人').first().selectOption({ label: '1番目：田中花子' });
  await bare.locator('input[type=image]').click({ position: { x: 150, y: 180 } });
  ok((await items(bare)).length === 1, 'a press on the picture places a field');
  await look(bare, 'place-noscript');
  const before = (await items(bare))[0];
  await press(bare, '→ 右へ');
  ok(+(await items(bare))[0].left === +before.left + 1, '→ 右へ: 1 mm');
  await bare.getByRole('link', { name: '2点で大きさを決める' }).click();
  await bare.locator('input[type=image]').click({ position: { x: 100, y: 300 } });
  await bare.locator('input[type=image]').click({ position: { x: 200, y: 340 } });
  const spanned = (await items(bare))[0];
  ok(Math.abs(spanned.left - 100 * 209.9 / 640) < 1 && Math.abs(spanned.width - 100 * 209.9 / 640) < 1 && Math.abs(spanned.top - 300 * 209.9 / 640) < 1,
    '2点で大きさを決める: the corners are where they were pressed', JSON.stringify(spanned));
  await bare.getByRole('link', { name: '小さい' }).click();
  ok(await bare.locator('input[type=image]').getAttribute('width') === '320', '小さい: 320 px');
  await press(bare, '削除');
  ok((await items(bare)).length === 0, '削除');

  // --- with it, under the site's own policy ---
  const c = await browser.newContext({ viewport: { width: 1280, height: 1000 }, locale: 'ja-JP' });
  await c.addCookies(await pc.context().cookies());
  const o = await c.newPage();
  o.on('console', m => { if (m.type() === 'error') ok(/status of 4/.test(m.text()), 'the browser reports nothing', m.text()); });
  o.on('pageerror', e => ok(false, 'no exception', e.stack));
  await o.goto(at);
  await o.getByLabel('入力する人').first().selectOption({ label: '2番目：鈴木太郎' });
  await o.locator('input[type=image]').evaluate(e => e.scrollIntoView());
  const sheet = await o.locator('input[type=image]').boundingBox(), scale = 640 / 209.9;
  const xy = (x, y) => [sheet.x + x * scale, sheet.y + y * scale];
  const settled = (n, what) => o.waitForFunction(k => document.querySelectorAll('.bx[data-key]').length === k, n, { timeout: 8000 })
    .catch(async e => { ok(false, what, await o.textContent('main')); throw e; });
  await o.mouse.move(...xy(30, 200)); await o.mouse.down(); await o.mouse.move(...xy(60, 205), { steps: 4 }); await o.mouse.move(...xy(90, 212), { steps: 4 });
  await o.mouse.up();
  await settled(1, 'drawing');
  let f = (await items(o))[0];
  ok(Math.abs(f.left - 30) < .6 && Math.abs(f.width - 60) < .6 && Math.abs(f.height - 12) < .6 && f.who === '2', 'drawn with the mouse', JSON.stringify(f));
  const box = o.locator('.bx').first();
  ok(/［1］.*1ページ.*鈴木太郎/.test(await box.getAttribute('aria-label')), 'the box is a button with number, page and person', await box.getAttribute('aria-label'));
  const saved = async (what, test) => {
    for (let i = 0; i < 60; i++) {
      f = (await items(o))[0];
      if (test(f)) return ok(true, what);
      await o.waitForTimeout(100);
    }
    return ok(false, what, JSON.stringify(f));
  };
  await o.mouse.move(...xy(50, 206)); await o.mouse.down(); await o.mouse.move(...xy(60, 226), { steps: 5 }); await o.mouse.up();
  await saved('moved with the mouse', x => Math.abs(x.left - 40) < .6 && Math.abs(x.top - 220) < 3.5);
  await o.mouse.move(...xy(50, +f.top + 6)); await o.mouse.down(); await o.mouse.move(...xy(90, +f.top + 40), { steps: 5 });
  await o.keyboard.press('Escape');
  await o.mouse.up();
  const was = f;
  await o.waitForTimeout(400);
  await saved('Escape puts it back', x => x.left === was.left && x.top === was.top);
  await o.mouse.move(...xy(+f.left + +f.width, +f.top + +f.height)); await o.mouse.down(); await o.mouse.move(...xy(+f.left + 80, +f.top + 20), { steps: 5 }); await o.mouse.up();
  await saved('made larger by its handle', x => Math.abs(x.width - 80) < 1 && Math.abs(x.height - 20) < 1);
  await o.locator('.bx').first().focus();
  await o.keyboard.press('ArrowRight'); await o.keyboard.press('Shift+ArrowDown'); await o.keyboard.press('Alt+ArrowLeft');
  ok(/左から/.test(await o.locator('[role=status].vh').textContent()), 'keys tell where it is', await o.locator('[role=status].vh').textContent());
  const moved = { left: +f.left + 1, top: +f.top + 5, width: +f.width - 1 };
  await saved('arrows move by 1 mm, with Shift by 5, with Alt the size', x => Math.abs(x.left - moved.left) < .02 && Math.abs(x.top - moved.top) < .02 && Math.abs(x.width - moved.width) < .02);
  ok(await o.evaluate(() => document.activeElement.className.includes('bx')), 'the focus stays on the box');
  await o.keyboard.press('Delete');
  await settled(0, 'Delete');
  await o.getByRole('button', { name: '元に戻す' }).click();
  await settled(1, '元に戻す');
  await saved('元に戻す brings it back', x => x && Math.abs(x.left - moved.left) < .02 && x.who === '2');
  await o.locator('input[type=image]').click({ position: { x: 400, y: 100 } });
  await settled(2, 'a click places a field of the usual size');
  await o.locator('.bx[data-key="1"]').click();
  await o.waitForSelector('#item');
  await o.locator('.bx[data-key="2"]').click({ modifiers: ['Shift'] });
  await o.getByRole('button', { name: '左をそろえる' }).click();
  await o.waitForFunction(() => { const l = [...document.querySelectorAll('li[data-n]')]; return l.length === 2 && l[0].dataset.left === l[1].dataset.left; }, null, { timeout: 8000 })
    .then(() => ok(true, 'two are aligned'), async e => ok(false, 'two are aligned', JSON.stringify(await items(o))));

  // --- a finger ---
  const t = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, locale: 'ja-JP' });
  await t.addCookies(await pc.context().cookies());
  const finger = await t.newPage();
  finger.on('pageerror', e => ok(false, 'no exception', e.stack));
  await finger.goto(at + '?w=320');
  await finger.getByLabel('種類').first().selectOption({ label: '押印（丸印）' });
  await finger.locator('input[type=image]').tap({ position: { x: 250, y: 400 } });
  await finger.waitForFunction(() => document.querySelectorAll('.bx').length === 3, null, { timeout: 8000 });
  ok((await items(finger))[2].kind === 'round', 'a tap places a seal');
  const hit = await finger.evaluate(() => [...document.querySelectorAll('.bx')].map(b => { const s = getComputedStyle(b, '::before'); return Math.min(parseFloat(s.width), parseFloat(s.height)); }));
  ok(hit.every(x => x >= 44), 'targets of 44 px', hit.join());

  await pc.goto(at + '?f=1');
  await look(pc, 'place-selected');
  await pc.goto(at + '?table=1&grid=1');
  await look(pc, 'place-table');
  await small.goto(at + '?f=1&w=320');
  await look(small, 'place-selected');
  await press(small, '数値で置く');
  await look(small, 'place-wrong');
  for (const p of [pc, small]) {
    await p.goto(at.replace('/place', '/send'));
    await look(p, 'send-fields');
    await p.goto(at.replace('/place', '/to'));
    await look(p, 'to-asked');
  }
  ok((await pc.locator('select[name=once]').count()) === 2, 'what a recipient is asked for can be chosen');
  await pc.goto(base + '/upload');
  await pc.getByLabel('タイトル').fill('署名済み');
  await pc.locator('input[type=file]').setInputFiles(['n18-already-signed', 'r04-no-xref', 'n17-render-bomb-type3-cycle'].map(f => path.join(root, `t/data/intake/${f}.pdf`)));
  await press(pc, '次へ');
  ok((await pc.textContent('main')).includes('このまま送ると元の署名が無効になります'), 'a signed file is offered without its signature');
  await look(pc, 'upload-unsure');
  await press(pc, 'それでも使う');
  await press(pc, '確かめました');
  await press(pc, '次へ');
  ok(await h1(pc) === '送付先の設定', 'with the owner\'s word they are used');
});
