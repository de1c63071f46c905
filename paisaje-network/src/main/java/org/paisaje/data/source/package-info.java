/** From the text of a setting to a data set: files of every format, columns, targets. */
@NullMarked
package org.paisaje.data.source;

import org.jspecify.annotations.NullMarked;
