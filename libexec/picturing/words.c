/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Vocabulary of documents. Nothing here is shown as a sentence of ours: a
 * label is what the document itself says. */
#include "picturing/words.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

bool word_is_colon(uint32_t c)
{
	return c == ':' || c == 0xFF1A;
}

bool word_is_line(uint32_t c)
{
	return c == '_' || c == 0xFF3F || c == 0x2581;
}

bool word_is_square(uint32_t c)
{
	return c == 0x25A1 || c == 0x2610 || c == 0x25FB || c == 0x25A2 || c == 0x2751 ||
	       c == 0x2B1C || c == 0x25FD;
}

bool word_is_blank(uint32_t c)
{
	return c == ' ' || c == 0x3000 || c == 0xA0 || c == '\t' || (c >= 0x2000 && c <= 0x200B);
}

bool word_is_stop(uint32_t c)
{
	static const char stops[] = "。、，．」』）)】］]!?！？;；";
	char u[5] = "";
	u[str_utf8_put(c, u)] = 0;
	return *u && strstr(stops, u) != NULL;
}

static bool among(const char *const *list, const char *s)
{
	for (; *list; list++)
		if (str_eq(*list, s))
			return true;
	return false;
}

bool word_is_seal(const char *token)
{
	static const char *const seals[] = { "㊞",   "印",	 "（印）",  "(印)", "〔印〕", "［印］",
					     "[印]", "（㊞）", "捺印",	  "押印", "社印",   "代表者印",
					     "実印", "認印",	 "印鑑",	  NULL };
	return among(seals, token);
}

const char *word_party(const char *token)
{
	static const char *const names[] = {
		"甲",	  "乙",	    "丙",     "丁",	"戊",	  "委託者", "受託者", "貸主",  "借主",
		"売主",	  "買主",   "発注者", "受注者", "賃貸人", "賃借人", "使用者", "労働者", "譲渡人",
		"譲受人", "債権者", "債務者", "連帯保証人", "保証人", "開示者", "受領者", "申込者", "申請者",
	};
	static const char *const open[] = { "（", "(", "【", "［", "「", "" };
	size_t n = strlen(token);
	for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
		size_t skip = strlen(open[i]);
		if (strncmp(token, open[i], skip))
			continue;
		for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
			size_t len = strlen(names[k]);
			if (n == len + 2 * skip && !strncmp(token + skip, names[k], len))
				return names[k];
		}
	}
	return NULL;
}

bool word_is_day(const char *label)
{
	static const char *const days[] = { "日付", "年月日", "締結日", "契約日", "作成日", "記入日",
					    "提出日", "申込日", "申請日", "署名日", "Date",   "date",
					    "DATE",   NULL };
	for (const char *const *d = days; *d; d++)
		if (strstr(label, *d))
			return true;
	return false;
}

bool word_asks(const char *label)
{
	static const char *const words[] = {
		"住所",	    "氏名",	  "会社名",	"日付",	  "名称",     "商号",	  "代表者",
		"代表取締役", "役職",	    "部署",	"所在地", "電話番号", "電話",	    "FAX",
		"TEL",	    "メールアドレス", "署名",	  "フリガナ", "ふりがな", "生年月日", "年月日",
		"担当者",   "法人名",	  "団体名",	"社名",	  "お名前",   "ご住所",	  "御住所",
		"御氏名",   "ご氏名",	  "郵便番号",	"代表者名", "代表者氏名", "役職名", "会社住所",
		"本店所在地", "契約締結日", "締結日",	"記入日", "申込日",   "Name",	  "Address",
		"Date",	    "Title",	  "Company",	"Signature", "By",    NULL
	};
	return among(words, label);
}

void word_of(const char *party, const char *label, char *out, unsigned long size)
{
	snprintf(out, size, "%s%s%s", party, *label ? "の" : "", label);
}

const char *word_seal(void)
{
	return "印";
}
