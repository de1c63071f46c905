/** What is measured of a network and its training for chapters and causes alike: exact where it can be, without verdicts. */
@NullMarked
package org.paisaje.study.explain.check;

import org.jspecify.annotations.NullMarked;
