/** Optimizers, gradient flow, and runs of them with probes, stopping rules and checkpoints. */
@NullMarked
package org.paisaje.training;

import org.jspecify.annotations.NullMarked;
