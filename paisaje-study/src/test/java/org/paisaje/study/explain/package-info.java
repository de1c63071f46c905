@NullMarked
package org.paisaje.study.explain;

import org.jspecify.annotations.NullMarked;
