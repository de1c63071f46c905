/** The empirical risk of a network on data, with penalties, gradient and curvature operators. */
@NullMarked
package org.paisaje.risk;

import org.jspecify.annotations.NullMarked;
