@NullMarked
package org.paisaje.study.explain.check.data;

import org.jspecify.annotations.NullMarked;
