/** Text tables: reading with dialects, encodings and gaps, and writing. */
@NullMarked
package org.paisaje.data.format.csv;

import org.jspecify.annotations.NullMarked;
