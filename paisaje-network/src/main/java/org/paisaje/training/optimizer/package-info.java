/** The contract of optimizers: the state they keep, what they see at a step, what they say of their stability. */
@NullMarked
package org.paisaje.training.optimizer;

import org.jspecify.annotations.NullMarked;
