/* carver_login_log.c - reports on machines, one for each family, and none */
#include "carve.h"
#include "tap.h"

enum { ANY = 99 };

/* Keys and their order as stealer.def's sources show them; values invented. */
static const struct carve_case cases[] = {
	{ "redline",
	    "Build ID: lab01\nIP: 192.0.2.7\nFileLocation: C:\\a.exe\n"
	    "UserName: anna\nCountry: DE\nZip Code: 10115\nLocation: Berlin\n"
	    "HWID: 0F1E2D3C\nCurrent Language: German (Germany)\n"
	    "ScreenSize: {Width=1920, Height=1080}\nTimeZone: (UTC+01:00)\n"
	    "Operation System: Windows 10 Pro x64\nUAC: AllowAll\n"
	    "Process Elevation: False\nLog date: 1/2/2024 3:04:05 PM\n",
	    "0F1E2D3C",
	    "family=redline,meta user=anna ip=192.0.2.7 country=DE "
	    "date=1/2/2024 3:04:05 PM os=Windows 10 Pro x64 build=lab01",
	    NULL, 20, ANY },
	{ "meta, by its banner",
	    "*  ( M | E | T | A )  *\n\nIP: 192.0.2.7\nFileLocation: C:\\a.exe\n"
	    "HWID: 0F1E2D3C\nOperation System: Windows 10 Pro x64\n",
	    "0F1E2D3C", "family=meta", NULL, 12, ANY },
	{ "vidar",
	    "Version: 11.3\n\nDate: 1/2/2024 3:4:5\nMachineID: 11-22\n"
	    "GUID: {33-44}\nHWID: 55-66\n\nPath: C:\\a.exe\n"
	    "Work Dir: In memory\n\nWindows: Windows 11 Pro\n"
	    "Install Date: 2/2/2023\nAV: Disabled\nComputer Name: PC-ANNA\n"
	    "User Name: anna\nDisplay Resolution: 1920x1080\n"
	    "Keyboard Languages: German\n",
	    "55-66", "family=vidar host=PC-ANNA user=anna date=1/2/2024 3:4:5",
	    NULL, 20, ANY },
	{ "raccoon 1",
	    "Build compile date: Fri Aug 13 2021\n\n"
	    "Launched at: 2022.01.02 - 03:04:05 GMT\n\n"
	    "Bot_ID: 0011-2233_anna\n\nRunning on a laptop\n\n\n\n"
	    "-------------\n\n\n\n  - Cookies: 3\n\nSystem Information:\n\n"
	    "  - IP: 192.0.2.7\n\n  - ComputerName: PC-ANNA\n\n"
	    "  - Username: anna\n\n",
	    "0011-2233_anna", "family=raccoon host=PC-ANNA user=anna", NULL, 18,
	    ANY },
	{ "raccoon 2",
	    "User ID: 0011|anna\nLast seen: Thu Jan 01 1970\nBuild: 63\n"
	    "IP info: DE 192.0.2.7\nSystem Information: \n\t- Locale: German\n"
	    "\t- OS: Windows 10 Pro\n\t- Architecture: x64\n\t- RAM: 8 MB\n",
	    "0011|anna", "family=raccoon ip=192.0.2.7 country=DE", NULL, 20,
	    ANY },
	{ "lumma",
	    "- LummaC2 Build: Oct 21 2024\n- LID: lab--01\n"
	    "- Configuration: 25d7\n- Path: C:\\a.exe\n\n"
	    "- OS Version: Windows 10 Pro\n- Local Date: 30.07.2025\n"
	    "- Computer: PC-ANNA\n- User: anna\n- HWID: 051Z\n\n"
	    "- IP Address: 192.0.2.7\n- Country: US\n",
	    "051Z",
	    "family=lumma host=PC-ANNA user=anna ip=192.0.2.7 country=US", NULL,
	    20, ANY },
	{ "stealc",
	    "Network Info:\n\t- IP: 192.0.2.7\n\t- Country: US\n\n"
	    "System Summary:\n\t- HWID: 2SR5\n\t- OS: Windows 10\n"
	    "\t- Architecture: x64\n\t- UserName: anna\n"
	    "\t- Computer Name: PC-ANNA\n\t- Local Time: 2025/07/29\n",
	    "2SR5", "family=stealc host=PC-ANNA user=anna ip=192.0.2.7", NULL,
	    20, ANY },
	{ "rhadamanthys",
	    "Install Date: 09 Dec 23 00:33 UTC\nTraffic Name: 001FT-35\n"
	    "HWID: 7788\nCountry: DE\nIP: 192.0.2.7\nUser Name: anna\n"
	    "Computer Name: PC-ANNA\nWallpaper Hash: aa\nProduct Key: \n",
	    "7788", "family=rhadamanthys host=PC-ANNA", NULL, 20, ANY },
	{ "risepro",
	    "Build: lab\nVersion: 2.0\n\nDate: 1/2/2024\nMachineID: 11-22\n"
	    "GUID: {33}\nHWID: 55\n\nPath: C:\\a.exe\nWork Dir: C:\\x\n\n"
	    "IP: 192.0.2.7\nWindows: Windows 10\nComputer Name: PC-ANNA\n",
	    "55", "family=risepro", NULL, 20, ANY },
	{ "atomic",
	    "MetaMask Info: \nSeeds:\t\nDebanks:  \n\n\nUserinfo: \n"
	    "Country: JP \nIP: 192.0.2.7/1 \nCity: Tokyo \n"
	    "ProductName:\t\tmacOS \nProductVersion:\t\t13.6 \n"
	    "BuildVersion:\t\t22G320 \n\nHardware: \n\n\tHardware Overview: \n\n"
	    "\t  Model Name: MacBook Pro \n\t  Chip: Apple M3 \n"
	    "\t  Hardware UUID: 0113-61 \n",
	    "0113-61", "family=atomic ip=192.0.2.7/1 country=JP os=macOS", NULL,
	    20, ANY },
	{ "cryptbot",
	    "OS: Windows 10 Pro [ 64-bit ]\nLocal Date and Time: 2024-12-29\n"
	    "UserName (ComputerName): anna (PC-ANNA)\nCPU: x\nRAM: 8 GB\n"
	    "GPU: y\nDisplay Resolution: 1366x768\n",
	    "PC-ANNA", "family=cryptbot host=PC-ANNA user=anna", NULL, 20,
	    ANY },
	{ "phemedrone",
	    "    ----- Geolocation Data -----\n\n"
	    "IP:                      192.0.2.7\nCountry:       Germany (DE)\n"
	    "City:                    Berlin\nMAC:      00-00-5E-00-53-01\n\n"
	    "    ----- Hardware Info -----\n\nUsername:       anna\\PC-ANNA \n"
	    "Windows name:            Windows 10 x64\nHardware ID:     9A9B\n",
	    "9A9B", "family=phemedrone host=PC-ANNA user=anna ip=192.0.2.7",
	    NULL, 20, ANY },
	{ "dcrat",
	    "PC Name: PC-ANNA\nUser Name: anna\nMonitors: 1\nLANIP: 192.0.2.7\n"
	    "Save Time: 1/2/2024\n",
	    "PC-ANNA", "family=dcrat", NULL, 20, ANY },
	{ "astris",
	    "[General]\nBuild: lab\n\n[Machine]\nComputer Name: PC-ANNA\n"
	    "Product Key: \n\n[Network]\nPublic IP Address: 192.0.2.7\n"
	    "Internet Provider: none\nCountry: DE\n",
	    "PC-ANNA", "family=astris", NULL, 20, ANY },
	{ "no family that is known",
	    "HWID: 0F1E\nIP: 192.0.2.7\nCountry: DE\nUser: anna\n"
	    "Computer: PC-ANNA\nOS: Windows 10\n",
	    "0F1E", "keys:6", "family", 12, 19 },
	{ "numbers of cards where a country and a date should be",
	    "HWID: 0F1E\nIP: 192.0.2.7\nCountry: 4539578763621486\nUser: anna\n"
	    "Date: 4539 5787 6362 1486\nComputer: PC-ANNA\nOS: Windows 10\n",
	    "0F1E", "keys:7", "4539", 12, 19 },
	{ "and behind them",
	    "HWID: 0F1E\nIP: 192.0.2.7\nCountry: DE / 4539578763621486\n"
	    "User: anna\nDate: 1/2/2026 4539 5787 6362 1486\n"
	    "Computer: PC-ANNA\nOS: Windows 10\n",
	    "0F1E", "country=DE date=1/2/2026 os=", "4539", 12, 19 },
	{ "a few keys", "HWID: 0F1E\nVersion: 2\nOS: Windows\n", NULL, NULL,
	    NULL, 0, 0 },
	{ "a questionnaire",
	    "User ID: 12\nCountry: Germany\nCity: Berlin\nPhone: none\n", NULL,
	    NULL, NULL, 0, 0 },
	{ "a key in a sentence", "the HWID: of a board\nand more\n", NULL, NULL,
	    NULL, 0, 0 },
};

/* A report is told once, wherever it is asked. */
static void
once(void)
{
	struct carve_text t;
	struct fx_hit hit;
	size_t i, k, n;

	for (k = 0; k < FX_LEN(cases); k++) {
		carve_open(&t, cases[k].text, strlen(cases[k].text), FX_ASCII);
		for (i = n = 0; i < t.w.len; i++)
			n += carve_at(&carver_login_log, &t.w, i, &hit);
		is_int(n, cases[k].value != NULL, "%s: once", cases[k].what);
		carve_close(&t);
	}
}

/* It begins a sector, and something else ends right before it in a letter. */
static void
behind(void)
{
	static const uint8_t foreign[] = { 0xde, 0xcd, 0xa4, 'o' };
	static const char report[] =
	    "PC Name: PC-ANNA\nUser Name: anna\nMonitors: 1\n"
	    "LANIP: 192.0.2.7\nSave Time: 1/2/2024\n";
	char text[512 + sizeof(report)];
	struct carve_text t;
	struct fx_hit hit;
	size_t i, n = 0;

	memset(text, 0, 512);
	memcpy(text + 512 - sizeof(foreign), foreign, sizeof(foreign));
	memcpy(text + 512, report, sizeof(report));
	carve_open(&t, text, sizeof(text) - 1, FX_ASCII);
	for (i = 0; i < t.w.len; i++) {
		if (!carve_at(&carver_login_log, &t.w, i, &hit))
			continue;
		is_str(hit.value, "PC-ANNA", "behind a letter: the machine");
		is_int(hit.at, 512, "behind a letter: where it begins");
		n++;
	}
	is_int(n, 1, "behind a letter: once");
	carve_close(&t);
}

int
main(void)
{
	char out[FX_VALUE_LEN];

	carve_cases(&carver_login_log, cases, FX_LEN(cases));
	once();
	behind();
	fx_mask(&carver_login_log, "0F1E2D3C", out);
	is_str(out, "********", "nothing of a machine is shown");
	return done();
}
