/** From what a person writes to data, network, theta_0 and loss. */
@NullMarked
package org.paisaje.study.problem;

import org.jspecify.annotations.NullMarked;
