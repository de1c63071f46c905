@NullMarked
package org.paisaje.data.format;

import org.jspecify.annotations.NullMarked;
