/* box.h - the parts of a box that tests look into */
#ifndef DECODE_BOX_H
#define DECODE_BOX_H

#include "cell.h"

struct fx_box {
	struct zygote zygote;
	struct cell *idle;
	struct box_known *known;
	void (*main)(int sock, void *window); /* of its children */
	struct fx_patience patience;          /* with them, */
	int needs;                            /* if it is not 0 */
};

#endif
