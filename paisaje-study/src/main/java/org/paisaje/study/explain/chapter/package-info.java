/** The chapters of an explanation, one diagnosis each, from data to fit. */
@NullMarked
package org.paisaje.study.explain.chapter;

import org.jspecify.annotations.NullMarked;
