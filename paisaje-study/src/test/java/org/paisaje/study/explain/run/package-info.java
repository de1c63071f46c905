/** Tests of explanations of runs that are over. */
@NullMarked
package org.paisaje.study.explain.run;

import org.jspecify.annotations.NullMarked;
