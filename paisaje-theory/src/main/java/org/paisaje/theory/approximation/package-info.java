/** Networks and flows that are written down to approximate a function of one variable, with the error that theory promises. */
@NullMarked
package org.paisaje.theory.approximation;

import org.jspecify.annotations.NullMarked;
