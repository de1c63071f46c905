/** Training and depth as dynamics: stability of the step, signals through the layers, noise of gradients. */
@NullMarked
package org.paisaje.theory.dynamics;

import org.jspecify.annotations.NullMarked;
