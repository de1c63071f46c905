/** Ways in which the same weights and data give other numbers: of inputs, outputs, targets, criteria, reductions, statistics. */
@NullMarked
package org.paisaje.study.explain.wiring.change;

import org.jspecify.annotations.NullMarked;
