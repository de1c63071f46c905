@NullMarked
package org.paisaje.study.landscape;

import org.jspecify.annotations.NullMarked;
