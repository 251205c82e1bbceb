#!/usr/bin/env node
// SPDX-License-Identifier: AGPL-3.0-or-later
// Filling in, in Chromium: at 1280 px by pressing the page, at 360 px without
// script step by step, with 3, 0 and 30 items. Every state is looked at.
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
// items: [kind, label, required, left, top, width, height]
const send = async (o, base, title, to, items) => {
  await o.goto(base + '/upload');
  await o.getByLabel('タイトル').fill(title);
  await o.locator('input[type=file]').setInputFiles([path.join(root, 't/data/contract-ja.pdf'), path.join(root, 't/data/latin-cc0.pdf')]);
  await press(o, '次へ');
  await o.getByLabel('メールアドレス').first().fill(to);
  await o.getByLabel('氏名').first().fill('髙﨑 花子');
  await press(o, '次へ');
  for (const [kind, label, must, ...box] of items) {
    const f = o.locator('form', { has: o.getByRole('button', { name: '数値で置く' }) });
    await f.locator('[name=kind]').selectOption(kind);
    await f.locator('[name=who]').selectOption('1');
    await f.locator('[name=label]').fill(label);
    await f.locator('[name=required]').setChecked(must);
    for (const [i, n] of ['left', 'top', 'width', 'height'].entries()) await f.locator(`[name=${n}]`).fill(String(box[i]));
    await press(o, '数値で置く');
  }
  await press(o, items.length ? '次へ' : '入力項目なしで次へ');
  await press(o, '送信する');
};
const enter = async (p, url) => { await p.goto(url); await press(p, '利用規約に同意して確認'); };
const body = p => p.textContent('main');

journey(async ({ base, mail }, browser) => {
  const o = await person(browser, 1280, { script: false });
  await register(o, base, mail);
  const three = [['text', '乙の住所', true, 52, 180, 90, 8], ['date', '契約開始日', true, 52, 195, 40, 8], ['round', '押印', true, 150, 180, 15, 15]];
  const five = [...three, ['check', '内容を確認した', true, 30, 230, 6, 6], ['lines', '備考', false, 52, 210, 80, 15]];
  const thirty = [...Array(30)].map((_, i) => ['text', `項目${i + 1}`, true, 20 + i % 3 * 60, 120 + Math.floor(i / 3) * 12, 50, 7]);

  // --- 1280 px: pressing the page ---
  await send(o, base, '業務委託契約書', 'pc@a.example', five);
  const pc = await person(browser, 1280), small = await person(browser, 360);
  await enter(pc, link(await mail('pc@a.example', '確認依頼'), '/review/'));
  const read = pc.url();
  await look(pc, 'fields-read');
  const side = await pc.locator('.side').boundingBox(), doc = await pc.locator('.doc').boundingBox();
  ok(side.x >= doc.x + doc.width && Math.abs(side.y - doc.y) < 40, 'あなたの入力項目 stands beside the pages', JSON.stringify([side, doc]));
  await pc.locator('.mk', { hasText: '［1］' }).click();
  ok(await pc.evaluate(() => document.activeElement.id) === 'f1', 'pressing a box on the page leads to its control');
  await pc.keyboard.type('東京都港区芝公園四丁目');
  await pc.locator('.mk', { hasText: 'チェックボックス' }).click();
  ok(await pc.locator('#f5').isChecked(), 'pressing a box to be ticked ticks it');
  const place = await pc.evaluate(() => { const m = document.querySelector('#m1').getBoundingClientRect(), i = document.querySelector('.pg img').getBoundingClientRect();
    return [(m.x - i.x) / i.width * 209.9, (m.y - i.y) / i.height * 297, m.width / i.width * 209.9]; });
  ok(Math.abs(place[0] - 52) < 1 && Math.abs(place[1] - 180) < 1.5 && Math.abs(place[2] - 90) < 1, 'boxes lie where the fields are', place.join(' '));
  await press(pc, '書類の内容に同意');
  ok((await body(pc)).includes('を入力してください'), 'what is missing is said');
  ok(await pc.inputValue('#f1') === '東京都港区芝公園四丁目', 'and nothing typed is lost');
  await look(pc, 'fields-missing');
  await pc.locator('.err a').first().click();
  ok(/^f\d+$/.test(await pc.evaluate(() => document.activeElement.id)), 'the box of mistakes leads to the control', await pc.evaluate(() => document.activeElement.outerHTML));
  await pc.getByLabel('契約開始日').fill('令和9年4月1日');
  await pc.getByLabel('押印').fill('髙﨑');
  await press(pc, '保存して書類の表示を更新');
  ok((await body(pc)).includes('必須欄はすべて入力されています'), 'saved, complete');
  await look(pc, 'fields-filled');
  for (const [at, name] of [[read, 'fields-read'], [read + '?check=1', 'fields-check'], [read + '?view=step&f=1', 'fields-step'], [read + '?view=step&f=9', 'fields-over'],
    [read.replace('/read', '/lite'), 'fields-lite'], [read.replace('/read', '/name'), 'fields-name']]) {
    await small.context().addCookies(await pc.context().cookies());
    await small.goto(at);
    await look(small, name + '-filled');
  }
  await pc.goto(read.replace('/read', '/name'));
  await look(pc, 'fields-name');
  await pc.goto(read);
  await press(pc, '書類の内容に同意');
  ok(await h1(pc) === 'この内容で同意しますか', 'the last page');
  await look(pc, 'fields-agree');
  await small.goto(pc.url());
  await look(small, 'fields-agree');
  await press(pc, '同意して確認完了');
  ok((await body(pc)).includes('東京都港区芝公園四丁目'), 'agreed; the result lists the values');
  await look(pc, 'fields-done');
  await small.goto(pc.url());
  await look(small, 'fields-done');

  // --- 360 px, no script: 入力始める → … → 3/3 → 修正する → 確認を完了する → 同意して確認を完了する ---
  for (const [title, to, items] of [['三つの項目', 'three@a.example', three], ['項目なし', 'none@a.example', []], ['三十の項目', 'thirty@a.example', thirty]]) {
    await send(o, base, title, to, items);
    const p = await person(browser, 360, { script: false });
    await enter(p, link(await mail(to, '確認依頼'), '/review/'));
    const n = items.length;
    if (n) {
      const start = await p.getByRole('button', { name: '入力始める' }).boundingBox();
      ok(start && start.y < 400, `${n}: 入力始める stands under the title`);
      await look(p, `fields-read-${n}-noscript`);
      await press(p, '入力始める');
    } else {
      ok(!await p.getByRole('button', { name: '入力始める' }).count(), '0: nothing to begin');
      await p.goto(p.url() + '?view=step');
    }
    for (let i = 1; i <= n; i++) {
      const ok1 = (await h1(p)) === `入力項目の画面 ${i}/${n}`;
      if (i < 4 || !ok1) ok(ok1, `${n}: screen ${i}/${n}`, await h1(p));
      if (i === 1) await look(p, `fields-step-${n}-noscript`);
      const kind = await p.locator('[name=v]').count();
      if (kind) await p.locator('[name=v]').fill((await body(p)).includes('契約開始日') ? '2027-04-01' : (await body(p)).includes('押印') ? '髙﨑' : `値${i}`);
      await press(p, i === n ? '完了' : '入力する');
    }
    ok(await h1(p) === '入力内容の確認', `${n}: the summary`);
    await look(p, `fields-over-${n}-noscript`);
    if (n) {
      ok((await body(p)).includes(`${n}/${n}`), `${n}/${n}`);
      await press(p, '修正する');
      ok(await h1(p) === `入力項目の画面 1/${n}`, `${n}: 修正する`);
      await p.locator('[name=v]').first().fill('直した値');
      await press(p, n === 1 ? '完了' : '入力する');
      ok((await body(p)).includes('直した値'), `${n}: back in the summary, with the new value`);
    }
    await press(p, '確認を完了する');
    ok((await body(p)).includes('書類の内容に同意して確認を完了してもよろしいですか？'), `${n}: the question`);
    await press(p, 'キャンセル');
    ok(await h1(p) === '入力内容の確認', `${n}: キャンセル leads back`);
    await press(p, '確認を完了する');
    await press(p, '同意して確認を完了する');
    ok(/全員の同意がそろいました|契約が成立しました/.test(await h1(p)), `${n}: agreed`, await h1(p));
  }
});
