/** What chapters and causes read: the run that is explained, its course, and what was measured of it once. */
@NullMarked
package org.paisaje.study.explain.evidence;

import org.jspecify.annotations.NullMarked;
