/** Checkpoints of PyTorch, read without running what they hold. */
@NullMarked
package org.paisaje.data.format.torch;

import org.jspecify.annotations.NullMarked;
