/** What is measured of a run for its chapters and for its causes alike: exact where it can be, and without verdicts. */
@NullMarked
package org.paisaje.study.explain.check;

import org.jspecify.annotations.NullMarked;
