@NullMarked
package org.paisaje.data.format.parquet;

import org.jspecify.annotations.NullMarked;
