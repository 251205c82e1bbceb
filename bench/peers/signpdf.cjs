// SPDX-License-Identifier: AGPL-3.0-or-later
// @signpdf/signpdf: signs FILE with KEY.p12 (password "x") as PAdES, ROUNDS times
// after three to warm up; prints the milliseconds of each. OUT gets the last one.
'use strict';
const fs = require('fs');
const path = require('path');
const [file, p12, out, rounds, peers] = process.argv.slice(2);
const need = (name) => require(path.join(peers, 'node_modules', name));
const signpdf = need('@signpdf/signpdf').default;
const { P12Signer } = need('@signpdf/signer-p12');
const { plainAddPlaceholder } = need('@signpdf/placeholder-plain');
const { SUBFILTER_ETSI_CADES_DETACHED } = need('@signpdf/utils');
const pdf = fs.readFileSync(file), key = fs.readFileSync(p12);

async function one() {
	const prepared = plainAddPlaceholder({
		pdfBuffer: pdf, reason: '確定されました。', contactInfo: '', name: 'テスト市役所', location: '',
		signatureLength: 8192, subFilter: SUBFILTER_ETSI_CADES_DETACHED,
	});
	return signpdf.sign(prepared, new P12Signer(key, { passphrase: 'x' }));
}

(async () => {
	const n = Number(rounds);
	for (let i = 0; n > 1 && i < 3; i++) await one();
	const times = [];
	let signed;
	for (let i = 0; i < n; i++) {
		const t = process.hrtime.bigint();
		signed = await one();
		times.push(Number(process.hrtime.bigint() - t) / 1e6);
	}
	fs.writeFileSync(out, signed);
	console.log(times.join(' '));
})();
