@NullMarked
package org.paisaje.network.onnx;

import org.jspecify.annotations.NullMarked;
