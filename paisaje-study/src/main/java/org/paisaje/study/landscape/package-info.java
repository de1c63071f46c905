/** The loss around weights: slices, how rugged they are, and what lies on them. */
@NullMarked
package org.paisaje.study.landscape;

import org.jspecify.annotations.NullMarked;
