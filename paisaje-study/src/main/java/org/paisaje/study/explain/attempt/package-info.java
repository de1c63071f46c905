/** A run that was made: its setup, what was left of the error and how well that is beside simple methods. */
@org.jspecify.annotations.NullMarked
package org.paisaje.study.explain.attempt;
