/**
 * The affine pieces of piecewise linear networks, enumerated exactly: every decision of geometry is made with a bound on its
 * rounding error, and in exact arithmetic where the bound leaves it open.
 */
@NullMarked
package org.paisaje.theory.geometry.region;

import org.jspecify.annotations.NullMarked;
