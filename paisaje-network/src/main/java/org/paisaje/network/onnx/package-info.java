/** Networks in ONNX files: the wire format, the part of the model that is needed, and the way to a graph. */
@NullMarked
package org.paisaje.network.onnx;

import org.jspecify.annotations.NullMarked;
