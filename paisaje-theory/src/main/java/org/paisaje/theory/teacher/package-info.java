/**
 * One rectified unit that learns from another of its kind, with a penalty on its weights: exact dynamics on a sample
 * and in expectation, fixed points, bounds and the table of convergence ratios (document 003; Tian 2016).
 */
@NullMarked
package org.paisaje.theory.teacher;

import org.jspecify.annotations.NullMarked;
