@NullMarked
package org.paisaje.study.explain.check;

import org.jspecify.annotations.NullMarked;
