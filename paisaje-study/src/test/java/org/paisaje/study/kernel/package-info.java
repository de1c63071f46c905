@NullMarked
package org.paisaje.study.kernel;

import org.jspecify.annotations.NullMarked;
