/** Pictures as data: what is drawn, not how. Reports draw them. */
@NullMarked
package org.paisaje.study.figure;

import org.jspecify.annotations.NullMarked;
