/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small models of TensorFlow.js for corpus.c, each going another way through
 * the reader.  Their weights are zeros.c's.
 */

#include <string.h>

#include "corpus-tfjs.h"

/* With ' for ", which none of them needs. */
static const gchar *const texts[] = {
  /* A graph of Keras 2. */
  "{'format':'layers-model','modelTopology':{'keras_version':'2.2.4',"
  "'model_config':{'class_name':'Model','config':{'name':'net','layers':["
  "{'name':'in','class_name':'InputLayer','config':{'batch_input_shape':"
  "[null,8,8,3]},'inbound_nodes':[]},"
  "{'name':'pad','class_name':'ZeroPadding2D','config':{'padding':"
  "[[0,1],[0,1]]},'inbound_nodes':[[['in',0,0,{}]]]},"
  "{'name':'stem','class_name':'Conv2D','config':{'filters':4,"
  "'kernel_size':[3,3],'strides':[2,2],'padding':'valid',"
  "'activation':'linear','use_bias':true},"
  "'inbound_nodes':[[['pad',0,0,{}]]]},"
  "{'name':'norm','class_name':'BatchNormalization','config':{'axis':[3],"
  "'epsilon':0.001},'inbound_nodes':[[['stem',0,0,{}]]]},"
  "{'name':'relu','class_name':'ReLU','config':{'max_value':6.0},"
  "'inbound_nodes':[[['norm',0,0,{}]]]},"
  "{'name':'wise','class_name':'DepthwiseConv2D','config':{'padding':'same',"
  "'activation':'swish','use_bias':false},"
  "'inbound_nodes':[[['relu',0,0,{}]]]},"
  "{'name':'add','class_name':'Add','config':{},"
  "'inbound_nodes':[[['relu',0,0,{}],['wise',0,0,{}],['norm',0,0,{}]]]},"
  "{'name':'cat','class_name':'Concatenate','config':{'axis':-1},"
  "'inbound_nodes':[[['add',0,0,{}],['wise',0,0,{}]]]},"
  "{'name':'gap','class_name':'GlobalAveragePooling2D','config':{},"
  "'inbound_nodes':[[['cat',0,0,{}]]]},"
  "{'name':'shape','class_name':'Reshape','config':{'target_shape':[1,1,8]},"
  "'inbound_nodes':[[['gap',0,0,{}]]]},"
  "{'name':'drop','class_name':'Dropout','config':{'rate':0.1},"
  "'inbound_nodes':[[['shape',0,0,{}]]]},"
  "{'name':'fc','class_name':'Dense','config':{'units':5,"
  "'activation':'softmax'},'inbound_nodes':[[['drop',0,0,{}]]]}],"
  "'input_layers':[['in',0,0]],'output_layers':[['fc',0,0]]}}},"
  "'weightsManifest':[{'paths':['a','shard2of2.bin'],'weights':["
  "{'name':'stem/kernel','shape':[3,3,3,4],'dtype':'float32'},"
  "{'name':'stem/bias','shape':[4],'dtype':'float32'},"
  "{'name':'norm/gamma','shape':[4],'dtype':'float32'},"
  "{'name':'norm/beta','shape':[4],'dtype':'float32'},"
  "{'name':'norm/moving_mean','shape':[4],'dtype':'float32'},"
  "{'name':'norm/moving_variance','shape':[4],'dtype':'float32'},"
  "{'name':'wise/depthwise_kernel','shape':[3,3,4,1],'dtype':'float32'},"
  "{'name':'fc/kernel','shape':[8,5],'dtype':'float32','quantization':"
  "{'dtype':'uint8','scale':0.01,'min':-1.5}},"
  "{'name':'fc/bias','shape':[5],'dtype':'float32','quantization':"
  "{'dtype':'float16'}}]}]}",

  /* A row, the first layer of which is a network. */
  "{'modelTopology':{'class_name':'Sequential','config':{'layers':["
  "{'class_name':'Functional','config':{'name':'base','layers':["
  "{'name':'in','class_name':'InputLayer','config':{'batch_shape':"
  "[null,6,6,3]},'inbound_nodes':[]},"
  "{'name':'shared','class_name':'Conv2D','config':{'kernel_size':1,"
  "'padding':'same','dilation_rate':2,'activation':'relu6',"
  "'use_bias':false},'inbound_nodes':[[['in',0,0]],[['shared',0,0]]]},"
  "{'name':'max','class_name':'Maximum','config':{},'inbound_nodes':"
  "[[['shared',1,0],['shared',0,0]]]}],"
  "'input_layers':['in',0,0],'output_layers':[['max',0,0]]}},"
  "{'class_name':'SeparableConv2D','config':{'name':'sep','strides':2,"
  "'padding':'same','activation':'hard_sigmoid'}},"
  "{'class_name':'AveragePooling2D','config':{'name':'mean',"
  "'pool_size':[2,2],'strides':null,'padding':'same'}},"
  "{'class_name':'LeakyReLU','config':{'name':'leaky','alpha':0.1}},"
  "{'class_name':'PReLU','config':{'name':'prelu'}},"
  "{'class_name':'MaxPooling2D','config':{'name':'max'}},"
  "{'class_name':'Flatten','config':{'name':'flat'}},"
  "{'class_name':'Dense','config':{'name':'fc','activation':'tanh'}}]}},"
  "'weightsManifest':[{'paths':['shard1of1'],'weights':["
  "{'name':'shared/kernel','shape':[1,1,3,3],'dtype':'float32'},"
  "{'name':'sep/depthwise_kernel','shape':[3,3,3,2],'dtype':'float32'},"
  "{'name':'sep/pointwise_kernel','shape':[1,1,6,4],'dtype':'float32'},"
  "{'name':'sep/bias','shape':[4],'dtype':'float32'},"
  "{'name':'prelu/alpha','shape':[1,1,4],'dtype':'float32'},"
  "{'name':'fc/kernel','shape':[4,2],'dtype':'float16'},"
  "{'name':'fc/bias','shape':[2],'dtype':'int32'}]}]}",

  /* A graph of Keras 3. */
  "{'modelTopology':{'model_config':{'class_name':'Functional','config':{"
  "'layers':[{'name':'in','class_name':'InputLayer','config':"
  "{'batch_shape':[null,9,9,3]},'inbound_nodes':[]},"
  "{'name':'scale','class_name':'Rescaling','config':{'scale':0.0078,"
  "'offset':[-1,-1,-1]},'inbound_nodes':[{'args':[{'class_name':"
  "'__keras_tensor__','config':{'keras_history':['in',0,0]}}],"
  "'kwargs':{}}]},"
  "{'name':'norm','class_name':'Normalization','config':{'axis':[-1],"
  "'mean':[1,2,3],'variance':[4,5,6]},'inbound_nodes':[{'args':[{'config':"
  "{'keras_history':['scale',0,0]}}]}]},"
  "{'name':'conv','class_name':'Conv2D','config':{'groups':1,"
  "'use_bias':false},'inbound_nodes':[{'args':[{'config':"
  "{'keras_history':['norm',0,0]}}]}]},"
  "{'name':'odd','class_name':'UpSampling2D','config':{},'inbound_nodes':"
  "[{'args':[{'config':{'keras_history':['conv',0,0]}}]}]},"
  "{'name':'act','class_name':'Activation','config':{'activation':"
  "'sigmoid'},'inbound_nodes':[{'args':[{'config':{'keras_history':"
  "['conv',0,0]}}]}]},"
  "{'name':'minus','class_name':'Subtract','config':{},'inbound_nodes':"
  "[{'args':[[{'config':{'keras_history':['act',0,0]}},{'config':"
  "{'keras_history':['conv',0,0]}}]]}]},"
  "{'name':'times','class_name':'Multiply','config':{},'inbound_nodes':"
  "[{'args':[[{'config':{'keras_history':['minus',0,0]}},{'config':"
  "{'keras_history':['act',0,0]}}]]}]},"
  "{'name':'peak','class_name':'GlobalMaxPooling2D','config':{},"
  "'inbound_nodes':[{'args':[{'config':{'keras_history':['times',0,0]}}]}]"
  "}],'input_layers':['in',0,0],'output_layers':['peak',0,0]}}},"
  "'weightsManifest':[{'paths':['group1/all.bin'],'weights':["
  "{'name':'conv/kernel','shape':[2,2,3,3],'dtype':'float32',"
  "'quantization':{'dtype':'uint16','scale':0.001,'min':-3}}]}]}",

  /* A graph of TensorFlow's, with strings in base 64. */
  "{'format':'graph-model','modelTopology':{'node':["
  "{'name':'in','op':'Placeholder','attr':{'shape':{'shape':{'dim':["
  "{'size':'-1'},{'size':'8'},{'size':'8'},{'size':'3'}]}}}},"
  "{'name':'w','op':'Const','attr':{'value':{'tensor':{}}}},"
  "{'name':'b','op':'Const'},{'name':'axes','op':'Const'},"
  "{'name':'m','op':'Const'},"
  "{'name':'conv','op':'_FusedConv2D','input':['in','w','b'],'attr':{"
  "'strides':{'list':{'i':['1','2','2','1']}},'padding':{'s':'U0FNRQ=='},"
  "'fused_ops':{'list':{'s':['Qmlhc0FkZA==','UmVsdTY=']}}}},"
  "{'name':'norm','op':'FusedBatchNormV3','input':['conv','b','b','b','b'],"
  "'attr':{'epsilon':{'f':0.001},'is_training':{'b':false}}},"
  "{'name':'gap','op':'Mean','input':['norm','axes'],'attr':{'keep_dims':"
  "{'b':true}}},"
  "{'name':'fc','op':'MatMul','input':['gap','m:0','^norm'],'attr':{"
  "'transpose_b':{'b':false}}}]},"
  "'weightsManifest':[{'paths':['a'],'weights':["
  "{'name':'w','shape':[3,3,3,4],'dtype':'float32'},"
  "{'name':'b','shape':[4],'dtype':'float32'},"
  "{'name':'axes','shape':[2],'dtype':'int32'},"
  "{'name':'m','shape':[4,5],'dtype':'float32'}]}]}",
};

guint
corpus_tfjs_n_files (void)
{
  return G_N_ELEMENTS (texts);
}

GBytes *
corpus_tfjs_make (guint index)
{
  gchar *text = g_strdelimit (g_strdup (texts[index]), "'", '"');

  return g_bytes_new_take (text, strlen (text));
}
