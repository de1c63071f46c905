/**
 * Files of numbers: NumPy arrays, safetensors, IDX and CSV. Readers trust nothing a file says about itself: sizes are
 * checked against the bytes there are before memory is taken, and every complaint names the file and the place in it.
 * Writers leave either a complete file or the one that was there before.
 */
@NullMarked
package org.paisaje.data.format;

import org.jspecify.annotations.NullMarked;
