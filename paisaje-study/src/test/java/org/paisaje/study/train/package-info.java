@NullMarked
package org.paisaje.study.train;

import org.jspecify.annotations.NullMarked;
