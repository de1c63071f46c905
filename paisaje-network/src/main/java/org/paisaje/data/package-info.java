/** Data sets, their generators and their file formats. */
@NullMarked
package org.paisaje.data;

import org.jspecify.annotations.NullMarked;
