#!/usr/bin/env node
// SPDX-License-Identifier: AGPL-3.0-or-later
// A recipient with nothing but a keyboard, from the mail's link to the result;
// the focus is seen wherever it is. And what these pages are on paper.
const fs = require('fs'), path = require('path');
const { root, ok, person, press, go, h1, link, journey } = require('./lib/browser.js');

const focus = page => page.evaluate(() => {
  const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
  return { words: (e.textContent || e.value || '').trim(), tag: e.tagName, type: e.type || '',
           seen: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 || s.boxShadow !== 'none',
           inside: r.width > 0 && r.bottom > 0 && r.top < innerHeight };
});
// Tab until the control with these words has the focus; every stop must be visible.
const tabTo = async (page, words, on) => {
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press('Tab');
    const f = await focus(page);
    if (f.tag === 'BODY') continue;
    if (!f.seen || !f.inside) ok(false, `${on}: the focus is seen on “${f.words.slice(0, 30)}”`, JSON.stringify(f));
    if (f.words === words) return ok(true, `${on}: the keyboard reaches ${words}`);
  }
  return ok(false, `${on}: the keyboard reaches ${words}`);
};
const enter = async page => { await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]); };

const printed = async (page, name) => {
  await page.emulateMedia({ media: 'print' });
  const r = await page.evaluate(() => ({
    buttons: [...document.querySelectorAll('button,.act a,.ft a')].filter(b => b.offsetParent !== null).map(b => b.textContent.trim()),
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    dark: getComputedStyle(document.body).backgroundColor,
  }));
  ok(!r.buttons.length, `${name} on paper: no buttons`, r.buttons.join(' | '));
  const pdf = await page.pdf({ format: 'A4', margin: { top: '15mm', bottom: '15mm', left: '15mm', right: '15mm' } });
  ok(pdf.length > 5000, `${name} on paper: ${pdf.length} bytes`);
  if (process.env.GALLERY) fs.writeFileSync(path.join(process.env.GALLERY, `print-${name}.pdf`), pdf);
  await page.emulateMedia({ media: 'screen' });
};

journey(async ({ base, mail }, browser) => {
  const o = await person(browser, 1280), p = await person(browser, 1280);
  await o.goto(base + '/account/register');
  await o.getByLabel('メールアドレス').fill('jiro@sender.example');
  await press(o, '確認メールを送る');
  await o.goto(link(await mail('jiro@sender.example', '登録を完了'), '/account/verify/'));
  await o.getByLabel('氏名').fill('サイン次郎');
  await o.getByLabel('パスワード').fill('とても長いパスワードです2026');
  for (const c of await o.getByRole('checkbox').all()) await c.check();
  await press(o, '登録を完了する');
  await go(o, '新しい書類の送信');
  await o.getByLabel('タイトル').fill('秘密保持契約書');
  await o.locator('input[type=file]').setInputFiles(path.join(root, 't/data/contract-ja.pdf'));
  await press(o, '次へ');
  await o.getByLabel('メールアドレス').first().fill('hanako@a.example');
  await o.getByLabel('氏名').first().fill('髙﨑 花子');
  await o.getByLabel('アクセスコード').first().fill('himitsu42');
  await press(o, '次へ');
  if ((await h1(o)).includes('入力項目')) await press(o, '入力項目なしで次へ');
  await press(o, '送信する');

  await p.goto(link(await mail('hanako@a.example', '確認依頼'), '/review/'));
  for (let i = 0; i < 40 && (await focus(p)).tag !== 'INPUT'; i++) await p.keyboard.press('Tab');
  await p.keyboard.type('himitsu42');
  await tabTo(p, '利用規約に同意して確認', 'landing');
  await enter(p);
  ok((await h1(p)).includes('秘密保持契約書'), 'reading');
  await printed(p, 'read');
  await p.keyboard.press('Tab');
  ok(/本文|main/i.test((await focus(p)).words), 'read: the first stop jumps to the content', (await focus(p)).words);
  await tabTo(p, '書類の内容に同意', 'read');
  await enter(p);
  await printed(p, 'agree');
  await p.keyboard.press('Tab');
  ok((await focus(p)).words !== '同意して確認完了', 'agree: the last button is not the first stop');
  await tabTo(p, '同意して確認完了', 'agree');
  await enter(p);
  ok(/同意を受け付けました|全員の同意がそろいました|契約が成立しました/.test(await h1(p)), 'agreed without a mouse', await h1(p));
  await printed(p, 'done');
});
