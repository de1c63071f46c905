/** A run beside another one: the same trained on shuffled targets, or one that is over. */
@NullMarked
package org.paisaje.study.explain.baseline;

import org.jspecify.annotations.NullMarked;
