/** Parameters of networks in files: native names and those of PyTorch, as safetensors or NumPy archives. */
@NullMarked
package org.paisaje.weights;

import org.jspecify.annotations.NullMarked;
