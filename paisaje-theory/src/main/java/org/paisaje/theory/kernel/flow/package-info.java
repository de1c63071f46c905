/** Training with a frozen kernel: closed forms, any loss, finite times. */
@NullMarked
package org.paisaje.theory.kernel.flow;

import org.jspecify.annotations.NullMarked;
