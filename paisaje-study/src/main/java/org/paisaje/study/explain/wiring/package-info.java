/** Which way of computing reproduces the numbers that a run wrote down. */
@NullMarked
package org.paisaje.study.explain.wiring;

import org.jspecify.annotations.NullMarked;
