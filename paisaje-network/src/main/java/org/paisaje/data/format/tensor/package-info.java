/** Files of named tensors, one face for npz, safetensors, Keras and torch. */
@NullMarked
package org.paisaje.data.format.tensor;

import org.jspecify.annotations.NullMarked;
