/** Supervised training from start to files: a setting, the run with its history, the evaluation, and what is kept. */
@NullMarked
package org.paisaje.study.train;

import org.jspecify.annotations.NullMarked;
